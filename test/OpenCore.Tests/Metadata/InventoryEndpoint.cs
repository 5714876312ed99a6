using Microsoft.AspNetCore.Http;
using Zot.Hosting.Routes;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.OpenCore.Tests.Metadata;

/// <summary>Handles the routes of <see cref="InventoryExtension"/>.</summary>
internal sealed class InventoryEndpoint(IMetadataQueries queries)
{
    public async Task ListAsync(HttpContext context)
    {
        var query = new RepositoryQuery
        {
            Admits = context.AccessControl().CanRead,
            Order = Enum.Parse<ListOrder>(Parameter(context, "order")),
            Page = new PageRequest(int.Parse(Parameter(context, "offset")), int.Parse(Parameter(context, "count"))),
        };
        var page = await queries.FindRepositoriesAsync(query, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(new Inventory(
            page.Total, [.. page.Items.Select(static row => $"{row.Name}: {row.Images} images, {row.Size} bytes")]));
    }

    public async Task HandleFactsAsync(HttpContext context)
    {
        var repository = RepositoryName.Parse(Parameter(context, "repository"));
        var manifest = Digest.Parse(Parameter(context, "digest"));
        if (!context.AccessControl().CanRead(repository))
        {
            throw RegistryError.Denied.With("repository", repository);
        }

        if (HttpMethods.IsPut(context.Request.Method))
        {
            using var body = new StreamReader(context.Request.Body);
            var json = await body.ReadToEndAsync(context.RequestAborted);
            context.Response.StatusCode =
                await queries.SetFactAsync(
                    repository, manifest, Parameter(context, "kind"), json, context.RequestAborted)
                    ? StatusCodes.Status204NoContent
                    : StatusCodes.Status404NotFound;
            return;
        }

        await context.Response.WriteAsJsonAsync(
            await queries.GetFactsAsync(repository, manifest, context.RequestAborted));
    }

    private static string Parameter(HttpContext context, string name) => context.Request.Query[name].ToString();
}
