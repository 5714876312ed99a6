namespace Zot.Hosting;

/// <summary>What a command wants of a registry that is running, in words for the person who gave it.</summary>
/// <param name="Name">What it is: <c>events</c>.</param>
/// <param name="Absence">Why a registry may not have it: a sentence without its beginning and its end.</param>
public sealed record WantedRoute(string Name, string Absence);
