namespace Zot.Core.Tests.Metadata.Queries;

/// <summary>The kinds of steps of a history.</summary>
internal enum QueryStepKind
{
    PushImage,
    PushAnotherImage,
    PushIndex,
    PushIndexOfIndex,
    PushNotation,
    PushCosignTag,
    PushReferrer,
    DeleteTag,
    DeleteManifest,
    Pull,
    Star,
    Bookmark,
    Restart,
    Reread,
}
