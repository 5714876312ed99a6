namespace Zot.Storage.Tests;

public sealed class DedupingFileContentRegistryTests() : FileContentRegistryTests(dedupe: true, commit: false);
