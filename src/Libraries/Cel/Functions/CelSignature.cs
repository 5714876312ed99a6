namespace Zot.Cel.Functions;

/// <summary>The key of a function.</summary>
/// <param name="Name">The name, prefixed with the name of its library if it has one.</param>
/// <param name="IsMember">Indicates whether the first argument is the target before the dot.</param>
/// <param name="Arguments">The number of arguments, including the target before the dot.</param>
internal readonly record struct CelSignature(string Name, bool IsMember, int Arguments);
