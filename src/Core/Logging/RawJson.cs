namespace Zot.Logging;

/// <summary>A value that is already JSON.</summary>
/// <param name="Text">One valid JSON value, on one line.</param>
internal sealed record RawJson(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
