using System.CommandLine;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Events;
using Zot.Benchmarks.Micro;

var root = new RootCommand("Measures Zot.Net.") { CompareCommand.Create(), EventsCommand.Create(), MicroCommand.Create() };
return await root.Parse(args).InvokeAsync();
