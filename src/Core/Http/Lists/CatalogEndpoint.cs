using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Http.Access;
using Zot.Http.Logs;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Lists;

/// <summary>Handles the catalog: all repositories that the caller may read.</summary>
internal sealed class CatalogEndpoint(IRegistry registry)
{
    public async Task GetAsync(RegistryRequest.Catalog catalog, HttpContext context)
    {
        context.Response.ContentType = "application/json";
        using var json = new NameListWriter(context.Response);
        json.Raw("{\"repositories\":["u8);
        if (catalog.Page.Count is { } count)
        {
            await WritePageAsync(json, catalog.Page, count, context);
        }
        else
        {
            await foreach (var repository in Readable(catalog.Page, context))
            {
                json.Name(repository.ToString());
                if (json.IsFull)
                {
                    await json.SendAsync(context.RequestAborted);
                }
            }
        }

        json.Raw("]}"u8);
        await json.CompleteAsync(context.RequestAborted);
        context.Features.Set(new StreamedBody(json.Sent));
    }

    // The Link header precedes the body, so one repository beyond the page is read first.
    private async Task WritePageAsync(NameListWriter json, Page page, int count, HttpContext context)
    {
        if (count == 0)
        {
            return;
        }

        RepositoryName last = default;
        var written = 0;
        await foreach (var repository in Readable(page, context))
        {
            if (written == count)
            {
                NextPage.Link(context, "/v2/_catalog", page, last.ToString());
                return;
            }

            json.Name(repository.ToString());
            last = repository;
            written++;
        }
    }

    private async IAsyncEnumerable<RepositoryName> Readable(Page page, HttpContext context)
    {
        RepositoryName? after = null;
        if (page.Last is { } text)
        {
            if (!RepositoryName.TryParse(text, out var last))
            {
                yield break;
            }

            after = last;
        }

        var call = CallerAccess.Of(context);
        await foreach (var repository in registry.ListRepositoriesAsync(after, context.RequestAborted))
        {
            if (call.Allows(AccessAction.Read, repository))
            {
                yield return repository;
            }
        }
    }
}
