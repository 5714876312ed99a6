namespace Zot.Migration.Distribution;

/// <summary>The exception thrown when a manifest cannot be migrated. The others are still migrated.</summary>
internal sealed class MigrationFaultException(string reason, Exception? cause = null) : Exception(reason, cause);
