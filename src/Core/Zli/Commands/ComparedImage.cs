using Zot.Zli.Queries;

namespace Zot.Zli.Commands;

/// <summary>An image, of one platform or of all.</summary>
/// <param name="Name">The name, with tag or digest.</param>
/// <param name="Platform">The platform, <c>os/arch</c>; empty for all.</param>
internal sealed record ComparedImage(string Name, string Platform)
{
    /// <summary>The image as an <c>ImageInput</c>.</summary>
    public string Input
    {
        get
        {
            var image = ImageName.ParseReference(Name);
            var platform = Platform.Split('/', 2) is [var os, var architecture]
                ? $", Platform: {{ Os: {SearchQuery.Quote(os)}, Arch: {SearchQuery.Quote(architecture)} }}"
                : Platform.Length > 0 ? $", Platform: {{ Os: {SearchQuery.Quote(Platform)}, Arch: \"\" }}" : "";
            return $"{{ Repo: {SearchQuery.Quote(image.Repository)}, Tag: {SearchQuery.Quote(image.Tag)}, "
                + $"Digest: {SearchQuery.Quote(image.Digest)}{platform} }}";
        }
    }
}
