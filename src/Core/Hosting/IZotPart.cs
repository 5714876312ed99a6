namespace Zot.Hosting;

/// <summary>A part of the registry, of the core or an extension: adds services, layers, jobs and routes.</summary>
public interface IZotPart
{
    /// <summary>The name, in lower case; that of an extension is the one in EXTENSIONS.</summary>
    string Name { get; }

    /// <summary>Adds the part to the registry, as far as it is configured.</summary>
    void Configure(ZotBuilder zot);
}
