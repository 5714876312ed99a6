using Zot.Server;

return await ZotCommand.RunAsync(args, Console.Out, Console.Error);
