using System.CommandLine;
using Zot.Benchmarks.Comparison;
using Zot.Benchmarks.Events;
using Zot.Benchmarks.Micro;
using Zot.Benchmarks.Scale;

var root = new RootCommand("Measures Zot.Net.")
{
    CompareCommand.Create(), EventsCommand.Create(), MicroCommand.Create(), ScaleCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
