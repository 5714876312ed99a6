using Zot.Sbom;

// write <binary>…    writes <binary>.cdx.json beside each
// sizes <folder>     prints what was written there
switch (args)
{
    case ["write", .. var binaries] when binaries.Length > 0:
        foreach (var binary in binaries)
        {
            await File.WriteAllBytesAsync($"{binary}.cdx.json", CycloneDx.Write(Inventory.Of(binary), PackageFolder.Default));
        }

        return 0;
    case ["sizes", var folder]:
        Console.Write(SizeTable.Of(folder));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: sbom write <binary>... | sizes <folder>");
        return 1;
}
