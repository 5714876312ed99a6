namespace Zot.Core.Tests.Storage;

public sealed class CommittingFileContentRegistryTests() : FileContentRegistryTests(dedupe: false, commit: true);
