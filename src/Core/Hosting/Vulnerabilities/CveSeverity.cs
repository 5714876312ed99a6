namespace Zot.Hosting.Vulnerabilities;

/// <summary>The severity of a vulnerability, in ascending order.</summary>
public enum CveSeverity
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Low.</summary>
    Low,

    /// <summary>Medium.</summary>
    Medium,

    /// <summary>High.</summary>
    High,

    /// <summary>Critical.</summary>
    Critical,
}
