using Zot.Client.Commands;

namespace Zot.Zli.Commands;

/// <summary>The allowed number of arguments of a command.</summary>
/// <param name="Min">The smallest number.</param>
/// <param name="Max">The greatest number.</param>
internal readonly record struct ArgumentCount(int Min, int Max)
{
    /// <summary>Exactly one argument.</summary>
    public static ArgumentCount One { get; } = new(1, 1);

    /// <summary>Checks a number of arguments.</summary>
    /// <exception cref="CommandException">The number is not allowed.</exception>
    public void Check(int count)
    {
        if (count < Min || count > Max)
        {
            throw new CommandException(Min == Max
                ? $"accepts {Min} arg(s), received {count}"
                : $"accepts between {Min} and {Max} arg(s), received {count}");
        }
    }
}
