using Zot.Client.Commands;

namespace Zot.Zli.Commands;

/// <summary>The images whose vulnerabilities are compared.</summary>
/// <param name="Minuend">The image whose vulnerabilities are listed.</param>
/// <param name="Subtrahend">The image whose vulnerabilities are not listed.</param>
internal sealed record ComparedImages(ComparedImage Minuend, ComparedImage Subtrahend)
{
    /// <summary>Parses the arguments: each image may be followed by a platform.</summary>
    /// <exception cref="CommandException">The arguments are invalid.</exception>
    public static ComparedImages Parse(IReadOnlyList<string> arguments)
    {
        if (!IsImage(arguments[0]))
        {
            throw Invalid("first parameter should be a repo:tag");
        }

        var rest = arguments.Skip(1).ToList();
        var platform = IsImage(rest[0]) ? "" : Take(rest);
        if (rest.Count == 0)
        {
            throw Invalid("not enough arguments, specified only 1 image with arch");
        }

        if (!IsImage(rest[0]))
        {
            throw Invalid("3rd argument should be a repo:tag");
        }

        var subtrahend = Take(rest);
        var other = rest.Count > 0 ? Take(rest) : "";
        if (rest.Count > 0 || IsImage(other))
        {
            throw Invalid(arguments.Count == 3 || rest.Count > 0
                ? "too many repo:tag inputs"
                : "4th argument should not be a repo:tag but an arch");
        }

        return new ComparedImages(new ComparedImage(arguments[0], platform), new ComparedImage(subtrahend, other));
    }

    private static bool IsImage(string text) => ImageName.TryParseReference(text) is not null;

    private static string Take(List<string> rest)
    {
        var first = rest[0];
        rest.RemoveAt(0);
        return first;
    }

    private static CommandException Invalid(string reason) => new($"invalid cli arguments: {reason}");
}
