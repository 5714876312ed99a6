using System.Runtime.Versioning;

// Signals, hard links and file modes are part of what is tested.
[assembly: UnsupportedOSPlatform("windows")]
