namespace Zot.Core.Tests.Storage;

public sealed class DedupingFileContentRegistryTests() : FileContentRegistryTests(dedupe: true, commit: false);
