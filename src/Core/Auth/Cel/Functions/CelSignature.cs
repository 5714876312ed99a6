namespace Zot.Auth.Cel;

/// <summary>What a function is found by.</summary>
/// <param name="Name">Its name, with its library's in front where it has one.</param>
/// <param name="IsMember">Whether its first argument stands before the dot.</param>
/// <param name="Arguments">How many arguments it takes, the one before the dot included.</param>
internal readonly record struct CelSignature(string Name, bool IsMember, int Arguments);
