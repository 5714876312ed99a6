using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>A blob, as the manifests of a repository describe it. Readers take no lock.</summary>
/// <remarks>Manifests may contradict each other: what one of them says of a blob must not decide how all others get it.</remarks>
internal sealed class BlobUse(Digest digest)
{
    // Usually one: it is replaced as a whole, and only when there is a claim more or less.
    private volatile BlobClaim[] _claims = [];

    internal Digest Digest { get; } = digest;

    /// <summary>Gets the media type of the blob.</summary>
    /// <remarks>
    /// The first that a manifest gave it for which the blob had to exist: such a manifest cannot be pushed ahead of the blob.
    /// Without one, what all manifests agree on; else that of content of no declared type.
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

    /// <summary>Gets the number of manifests that name the blob. Written by one writer at a time.</summary>
    internal int Count { get; private set; }

    /// <summary>Indicates whether a manifest gives the blob this size, in bytes.</summary>
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

    /// <summary>Adds what a manifest says.</summary>
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

    /// <summary>Removes what a manifest says.</summary>
    internal void Remove(BlobClaim claim)
    {
        Count--;
        if (--claim.Count == 0)
        {
            _claims = [.. _claims.Where(other => other != claim)];
        }
    }
}
