using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>A blob as the manifests of a repository describe it. Readers take no lock.</summary>
/// <remarks>
/// Manifests may contradict each other: the claim of one must not decide how the blob is served for all others.
/// </remarks>
internal sealed class BlobUse(Digest digest)
{
    // Usually one. The array is replaced as a whole, and only when a claim is added or removed.
    private volatile BlobClaim[] _claims = [];

    internal Digest Digest { get; } = digest;

    /// <summary>Gets the media type of the blob.</summary>
    /// <remarks>
    /// The type given by the first manifest that required the blob to exist: such a manifest cannot be pushed ahead of
    /// the blob. Without one, the type that all manifests agree on; otherwise that of content without a declared type.
    /// </remarks>
    internal string MediaType
    {
        get
        {
            var claims = _claims;
            return (Array.Find(claims, static claim => claim.IsRequired) is { } required ? required.MediaType : null)
                ?? (claims.Length > 0 && Array.TrueForAll(claims, claim => claim.MediaType == claims[0].MediaType)
                    ? claims[0].MediaType
                    : MediaTypes.OctetStream);
        }
    }

    /// <summary>Gets the number of manifests that reference the blob. Supports one writer at a time.</summary>
    internal int Count { get; private set; }

    /// <summary>Returns whether a manifest gives the blob this size, in bytes.</summary>
    internal bool HasSize(long size)
    {
        foreach (var claim in _claims)
        {
            if (claim.Size == size)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the claim of a manifest.</summary>
    internal BlobClaim Add(Descriptor descriptor, bool isRequired)
    {
        var claim = Array.Find(_claims, claim => claim.Says(descriptor, isRequired));
        if (claim is null)
        {
            claim = new BlobClaim(this, descriptor.MediaType, descriptor.Size, isRequired);
            _claims = [.. _claims, claim];
        }

        claim.Count++;
        Count++;
        return claim;
    }

    /// <summary>Removes the claim of a manifest.</summary>
    internal void Remove(BlobClaim claim)
    {
        Count--;
        if (--claim.Count == 0)
        {
            _claims = [.. _claims.Where(other => other != claim)];
        }
    }
}
