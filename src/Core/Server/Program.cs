using Zot.Server.Commands;

return await ZotCommand.RunAsync(args, Console.Out, Console.Error);
