using Zot.Exporter;

return await ExporterCommand.RunAsync(args, Console.Out, Console.Error);
