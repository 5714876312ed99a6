namespace Zot.BlackBox.Documentation;

/// <summary>A block of a document that readers use; a comment before it specifies how.</summary>
/// <param name="Use">
/// The kind of block: <c>run</c>, <c>background</c>, <c>shows</c>, <c>like</c>, <c>file: name</c>, or <c>session</c>,
/// which contains commands after <c>$</c> and their output.
/// </param>
/// <param name="Section">The heading of its section.</param>
/// <param name="Text">The block.</param>
internal sealed record Snippet(string Use, string Section, string Text)
{
    /// <summary>Returns all blocks of a document, in order.</summary>
    public static IReadOnlyList<Snippet> Of(string document)
    {
        var snippets = new List<Snippet>();
        var (section, use) = ("", (string?)null);
        var lines = File.ReadAllLines(RepositoryRoot.Combine("docs", document));
        for (var index = 0; index < lines.Length; index++)
        {
            var indent = lines[index].Length - lines[index].TrimStart().Length; // in a list
            var line = lines[index][indent..];
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (line.StartsWith("<!-- ", StringComparison.Ordinal))
            {
                use = line[5..^4];
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                var block = lines.Skip(index + 1).TakeWhile(static text => text.TrimStart() != "```").ToList();
                index += block.Count + 1;
                if (use is not null)
                {
                    snippets.Add(new Snippet(use, section, string.Concat(block.Select(text => $"{text[Math.Min(indent, text.Length)..]}\n"))));
                }

                use = null;
            }
        }

        return snippets;
    }
}
