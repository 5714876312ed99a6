using System.CommandLine;
using Zot.Client.Commands;
using Zot.Zli.Queries;

namespace Zot.Zli.Commands;

/// <summary>The option <c>--sort-by</c> of a command.</summary>
/// <param name="initial">The default.</param>
/// <param name="allowed">The allowed orders.</param>
internal sealed class SortOptions(SortOrder initial, params SortOrder[] allowed)
{
    /// <summary>The orders of images.</summary>
    public static SortOptions Images() =>
        new(SortOrder.Ascending, SortOrder.UpdateTime, SortOrder.Ascending, SortOrder.Descending);

    /// <summary>The orders of vulnerabilities.</summary>
    public static SortOptions Cves() =>
        new(SortOrder.Severity, SortOrder.Ascending, SortOrder.Descending, SortOrder.Severity);

    /// <summary>The orders of repositories.</summary>
    public static SortOptions Repositories() => new(SortOrder.Ascending, SortOrder.Ascending, SortOrder.Descending);

    /// <summary>The orders of a search.</summary>
    public static SortOptions Search() => new(
        SortOrder.Relevance, SortOrder.Relevance, SortOrder.UpdateTime, SortOrder.Ascending, SortOrder.Descending);

    /// <summary>Creates the option.</summary>
    public Option<string> Create()
    {
        var option = new Option<string>("--sort-by")
        {
            Description = $"The order of the output: {Values}. Default: {initial.Name}.",
            HelpName = "order",
        };
        option.CompletionSources.Add([.. allowed.Select(static order => order.Name)]);
        return option;
    }

    /// <summary>Returns the order with a name.</summary>
    /// <exception cref="CommandException">The name is not that of an allowed order.</exception>
    public SortOrder Find(string? name) => name is null
        ? initial
        : allowed.FirstOrDefault(order => order.Name == name)
            ?? throw new CommandException(
                $"invalid argument \"{name}\" for \"--sort-by\" flag: supported values  {Values}");

    private string Values => string.Join(", ", allowed.Select(static order => order.Name));
}
