namespace Zot.Auth.AccessControl;

/// <summary>An element of a glob component: a character, <c>?</c>, <c>*</c> or a class.</summary>
internal sealed class GlobToken
{
    private readonly (char First, char Last)[] _ranges;
    private readonly bool _isNegated;

    private GlobToken((char First, char Last)[] ranges, bool isNegated) => (_ranges, _isNegated) = (ranges, isNegated);

    /// <summary>Matches any text.</summary>
    public static GlobToken Star { get; } = new([], isNegated: false);

    /// <summary>Matches any character.</summary>
    public static GlobToken Any { get; } = new([], isNegated: true);

    public bool IsStar => ReferenceEquals(this, Star);

    /// <summary>Indicates whether the token is a literal character.</summary>
    public bool IsLetter { get; private init; }

    /// <summary>The literal character.</summary>
    public char Letter => _ranges[0].First;

    public static GlobToken Of(char letter) => new([(letter, letter)], isNegated: false) { IsLetter = true };

    public static GlobToken Class(IEnumerable<(char First, char Last)> ranges, bool isNegated) =>
        new([.. ranges], isNegated);

    public bool Matches(char letter)
    {
        foreach (var (first, last) in _ranges)
        {
            if (letter >= first && letter <= last)
            {
                return !_isNegated;
            }
        }

        return _isNegated;
    }
}
