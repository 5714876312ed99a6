using Zot.Sbom;

// write <binary> <evidence>   writes <binary>.cdx.json beside it
// sizes <directory>           prints a table of the bills of materials in a directory
switch (args)
{
    case ["write", var binary, var evidence]:
        await File.WriteAllBytesAsync($"{binary}.cdx.json", CycloneDx.Write(Inventory.Of(binary, evidence), PackageFolder.Default));
        return 0;
    case ["sizes", var folder]:
        Console.Write(SizeTable.Of(folder));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: sbom write <binary> <evidence> | sizes <directory>");
        return 1;
}
