namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>The kinds of steps.</summary>
public enum ModelStepKind
{
    /// <summary>A push of an image by tag.</summary>
    PushImage,

    /// <summary>A push of an image by digest.</summary>
    PushUntagged,

    /// <summary>A push of an image whose time is not recorded.</summary>
    PushUnnoted,

    /// <summary>A push of an image index of manifests pushed before.</summary>
    PushIndex,

    /// <summary>A push of a referrer of a manifest pushed before, to either repository.</summary>
    PushReferrer,

    /// <summary>A push of a manifest pushed before, without its blobs.</summary>
    PushAgain,

    /// <summary>A push of a blob that no manifest references yet.</summary>
    PushBlob,

    /// <summary>A mount of a blob from the other repository.</summary>
    Mount,

    /// <summary>The deletion of a tag.</summary>
    DeleteTag,

    /// <summary>The deletion of a manifest.</summary>
    DeleteManifest,

    /// <summary>A HEAD request for a blob.</summary>
    FindBlob,

    /// <summary>A HEAD request for a manifest.</summary>
    FindManifest,

    /// <summary>A pull by tag.</summary>
    Pull,

    /// <summary>The start of an upload that is abandoned.</summary>
    StartUpload,

    /// <summary>The passing of time.</summary>
    Wait,

    /// <summary>A sweep.</summary>
    Sweep,

    /// <summary>A dry run of a sweep.</summary>
    DryRun,
}
