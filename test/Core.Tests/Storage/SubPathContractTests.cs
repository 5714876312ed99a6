namespace Zot.Storage.Tests;

public sealed class SubPathContractTests() : FileContentRegistryTests(dedupe: true, commit: false, "/library", "/a");
