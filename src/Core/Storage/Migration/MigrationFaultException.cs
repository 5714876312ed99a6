namespace Zot.Storage.Migration;

/// <summary>Why one manifest cannot be migrated. The rest goes on.</summary>
internal sealed class MigrationFaultException(string reason, Exception? cause = null) : Exception(reason, cause);
