namespace Zot.Storage.Tests;

public sealed class CommittingFileContentRegistryTests() : FileContentRegistryTests(dedupe: false, commit: true);
