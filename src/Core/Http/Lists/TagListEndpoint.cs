using Microsoft.AspNetCore.Http;
using Zot.Http.Answers;
using Zot.Http.Logs;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Lists;

/// <summary>Handles tag lists: end-8.</summary>
internal sealed class TagListEndpoint(IRegistry registry)
{
    public async Task GetAsync(RegistryRequest.ListTags list, HttpContext context)
    {
        var tags = await registry.ListTagsAsync(list.Repository, context.RequestAborted);
        if (tags is null)
        {
            await OciErrors.WriteAsync(context, RegistryError.NameUnknown.With("name", list.Repository));
            return;
        }

        var start = list.Page.Last is { } last ? FirstAfter(tags, last) : 0;
        var end = (int)Math.Min(tags.Count, start + (long)(list.Page.Count ?? int.MaxValue));
        context.Response.ContentType = "application/json";
        if (end < tags.Count && end > start)
        {
            NextPage.Link(context, $"/v2/{list.Repository}/tags/list", list.Page, tags[end - 1]);
        }

        using var json = new NameListWriter(context.Response);
        json.Raw("{\"name\":"u8);
        json.Text(list.Repository.ToString());
        json.Raw(",\"tags\":["u8);
        for (var at = start; at < end; at++)
        {
            json.Name(tags[at]);
            if (json.IsFull)
            {
                await json.SendAsync(context.RequestAborted);
            }
        }

        json.Raw("]}"u8);
        await json.CompleteAsync(context.RequestAborted);
        context.Features.Set(new StreamedBody(json.Sent));
    }

    // By sort order, whether or not the last tag still exists.
    private static int FirstAfter(IReadOnlyList<string> tags, string last)
    {
        var (low, high) = (0, tags.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(tags[middle], last) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
