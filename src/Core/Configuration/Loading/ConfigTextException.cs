namespace Zot.Configuration;

/// <summary>A text that is not what its file's name says.</summary>
internal sealed class ConfigTextException(string message) : Exception(message);
