namespace Zot.Core.Tests.Storage;

public sealed class SubPathContractTests() : FileContentRegistryTests(dedupe: true, commit: false, "/library", "/a");
