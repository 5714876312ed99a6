using System.CommandLine;
using Zot.Benchmarks.Comparison;

return await new RootCommand("Measures Zot.Net.") { CompareCommand.Create() }.Parse(args).InvokeAsync();
