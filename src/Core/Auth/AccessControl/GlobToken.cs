namespace Zot.Auth.AccessControl;

/// <summary>What a component of a glob consists of: a letter, <c>?</c>, <c>*</c> or a class.</summary>
internal sealed class GlobToken
{
    private readonly (char First, char Last)[] _ranges;
    private readonly bool _isNegated;

    private GlobToken((char First, char Last)[] ranges, bool isNegated) => (_ranges, _isNegated) = (ranges, isNegated);

    /// <summary>Any text.</summary>
    public static GlobToken Star { get; } = new([], isNegated: false);

    /// <summary>Any letter.</summary>
    public static GlobToken Any { get; } = new([], isNegated: true);

    public bool IsStar => ReferenceEquals(this, Star);

    /// <summary>Whether it is one letter and no other.</summary>
    public bool IsLetter { get; private init; }

    /// <summary>That letter.</summary>
    public char Letter => _ranges[0].First;

    public static GlobToken Of(char letter) => new([(letter, letter)], isNegated: false) { IsLetter = true };

    public static GlobToken Class(IEnumerable<(char First, char Last)> ranges, bool isNegated) => new([.. ranges], isNegated);

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
