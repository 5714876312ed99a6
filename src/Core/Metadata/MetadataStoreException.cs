namespace Zot.Metadata;

/// <summary>The database of the metadata index failed: it is locked, full, damaged or unreachable.</summary>
public sealed class MetadataStoreException(string message, Exception cause) : IOException(message, cause);
