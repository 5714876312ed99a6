namespace Zot.Configuration.Loading;

/// <summary>The exception that is thrown if a text is not valid in the format given by the file name.</summary>
internal sealed class ConfigTextException(string message) : Exception(message);
