using Zot.Zli.Commands;

return await ZliCommand.RunAsync(args, ZliEnvironment.OfProcess());
