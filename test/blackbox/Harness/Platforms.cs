using System.Runtime.Versioning;

// The tests cover signals, hard links and file modes.
[assembly: UnsupportedOSPlatform("windows")]
