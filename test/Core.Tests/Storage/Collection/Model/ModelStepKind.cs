namespace Zot.Storage.Tests.Model;

/// <summary>The kinds of steps.</summary>
public enum ModelStepKind
{
    /// <summary>A push of an image by tag.</summary>
    PushImage,

    /// <summary>A push of an image by digest.</summary>
    PushUntagged,

    /// <summary>A push of an image whose time nobody notes.</summary>
    PushUnnoted,

    /// <summary>A push of an image index of what was pushed before.</summary>
    PushIndex,

    /// <summary>A push of a referrer of what was pushed before, to either repository.</summary>
    PushReferrer,

    /// <summary>A push of a manifest that was pushed before, without its content.</summary>
    PushAgain,

    /// <summary>A push of a blob that no manifest names yet.</summary>
    PushBlob,

    /// <summary>A mount of a blob from the other repository.</summary>
    Mount,

    /// <summary>The deletion of a tag.</summary>
    DeleteTag,

    /// <summary>The deletion of a manifest.</summary>
    DeleteManifest,

    /// <summary>The question whether a blob is there.</summary>
    FindBlob,

    /// <summary>The question whether a manifest is there.</summary>
    FindManifest,

    /// <summary>A pull by tag.</summary>
    Pull,

    /// <summary>An upload that nobody continues.</summary>
    StartUpload,

    /// <summary>Time that passes.</summary>
    Wait,

    /// <summary>A sweep.</summary>
    Sweep,

    /// <summary>A sweep that only tells.</summary>
    DryRun,
}
