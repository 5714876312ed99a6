using System.Diagnostics.CodeAnalysis;

namespace Zot.Registry;

/// <summary>The identifier of an upload in progress: a random (version 4) UUID.</summary>
public readonly record struct UploadId
{
    private readonly Guid _value;

    private UploadId(Guid value) => _value = value;

    /// <summary>Creates a new unique identifier.</summary>
    public static UploadId Create() => new(Guid.NewGuid());

    /// <summary>Parses an identifier; <see langword="false"/> for anything but a UUID with dashes.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out UploadId id)
    {
        id = default;
        if (!Guid.TryParseExact(text, "D", out var value))
        {
            return false;
        }

        id = new UploadId(value);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => _value.ToString("D");
}
