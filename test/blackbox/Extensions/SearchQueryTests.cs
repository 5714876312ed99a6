using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>Every query of the search, by GET and by POST.</summary>
/// <param name="server">The server.</param>
public sealed class SearchQueryTests(SearchServer server) : IClassFixture<SearchServer>
{
    private const string Path = "/v2/_zot/ext/search";
    private const string Images = "{Page{TotalCount ItemCount}Results{RepoName Tag}}";

    [Theory(Timeout = Limits.Test)]

    // Lists of images: selection, order and pages.
    [InlineData("ImageList(repo:\"\")" + Images, "4 4 library/nginx:V2.0-RC library/nginx:v1.0 team/docker:v1 team/tools:multi")]
    [InlineData("ImageList(repo:\"library/nginx\")" + Images, "2 2 library/nginx:V2.0-RC library/nginx:v1.0")]
    [InlineData("ImageList(repo:\"nginx\")" + Images, "0 0 ")]
    [InlineData("ImageList(repo:\"\",requestedPage:{sortBy:ALPHABETIC_DSC})" + Images, "4 4 team/tools:multi team/docker:v1 library/nginx:v1.0 library/nginx:V2.0-RC")]
    [InlineData("ImageList(repo:\"\",requestedPage:{sortBy:UPDATE_TIME})" + Images, "4 4 library/nginx:V2.0-RC team/tools:multi library/nginx:v1.0 team/docker:v1")]
    [InlineData("ImageList(repo:\"\",requestedPage:{limit:2,offset:1})" + Images, "4 2 library/nginx:v1.0 team/docker:v1")]
    [InlineData("ImageList(repo:\"\",requestedPage:{offset:1})" + Images, "4 0 ")]
    [InlineData("ImageList(repo:\"\",requestedPage:{limit:2,offset:4})" + Images, "4 0 ")]
    [InlineData("ImageListForDigest(id:\"$old\")" + Images, "1 1 library/nginx:v1.0")]
    [InlineData("ImageListForDigest(id:\"$multi\")" + Images, "1 1 team/tools:multi")]
    [InlineData("ImageListForDigest(id:\"$config\")" + Images, "1 1 library/nginx:v1.0")]
    [InlineData("ImageListForDigest(id:\"$hex\",requestedPage:{sortBy:UPDATE_TIME,limit:2})" + Images, "3 2 library/nginx:V2.0-RC team/tools:multi")]
    [InlineData("ImageListForDigest(id:\"sha256:zz\")" + Images, "0 0 ")]
    [InlineData("DerivedImageList(image:\"library/nginx:v1.0\")" + Images, "2 2 library/nginx:V2.0-RC team/tools:multi")]
    [InlineData("DerivedImageList(image:\"team/tools:multi\",digest:\"$part1\")" + Images, "0 0 ")]
    [InlineData("BaseImageList(image:\"library/nginx:V2.0-RC\")" + Images, "1 1 library/nginx:v1.0")]
    [InlineData("BaseImageList(image:\"team/tools:multi\",digest:\"$part0\",requestedPage:{limit:1})" + Images, "1 1 library/nginx:v1.0")]
    public async Task List_of_images_is_answered(string query, string expected)
    {
        var list = (await AnswerAsync($"{{a:{query}}}")).GetProperty("data").GetProperty("a");

        var (page, names) = (list.GetProperty("Page"), list.GetProperty("Results").EnumerateArray()
            .Select(static row => $"{row.GetProperty("RepoName").GetString()}:{row.GetProperty("Tag").GetString()}"));
        Assert.Equal(expected, $"{page.GetProperty("TotalCount")} {page.GetProperty("ItemCount")} {string.Join(' ', names)}");
    }

    [Theory(Timeout = Limits.Test)]

    // The search by a text, and its filters.
    [InlineData("GlobalSearch(query:\"nginx\"){Page{TotalCount ItemCount}Repos{Name Rank}Images{Tag}Layers{Digest}}",
        "{'Page':{'TotalCount':1,'ItemCount':1},'Repos':[{'Name':'library/nginx','Rank':1}],'Images':[],'Layers':[]}")]
    [InlineData("GlobalSearch(query:\" /TEAM/ \"){Repos{Name Rank}}", "{'Repos':[{'Name':'team/docker','Rank':10},{'Name':'team/tools','Rank':10}]}")]
    [InlineData("GlobalSearch(query:\"\",requestedPage:{limit:1 offset:1 sortBy:ALPHABETIC_ASC}){Page{TotalCount ItemCount}Repos{Name}}",
        "{'Page':{'TotalCount':3,'ItemCount':1},'Repos':[{'Name':'team/docker'}]}")]
    [InlineData("GlobalSearch(query:\"library/nginx:v2\"){Page{TotalCount}Repos{Name}Images{RepoName Tag}Layers{Digest}}",
        "{'Page':{'TotalCount':1},'Repos':null,'Images':[{'RepoName':'library/nginx','Tag':'V2.0-RC'}],'Layers':[]}")]
    [InlineData("GlobalSearch(query:\":0-rc\"){Images{Tag}}", "{'Images':[{'Tag':'V2.0-RC'}]}")]
    [InlineData("GlobalSearch(query:\"$old\"){Images{Tag}}", "{'Images':[{'Tag':'v1.0'}]}")]
    [InlineData("GlobalSearch(query:\"\",filter:{Os:[\" LINUX \",\"\"],Arch:[\"arm\"]}){Repos{Name}}", "{'Repos':[{'Name':'team/tools'}]}")]
    [InlineData("GlobalSearch(query:\":\\u0031\",filter:{Arch:\"amd64\"}){Images{Tag}}", "{'Images':[{'Tag':'v1.0'}]}")]
    [InlineData("GlobalSearch(query:\"\",filter:{Os:\"\" Arch:[]}requestedPage:{sortBy:ALPHABETIC_DSC}){Repos{Name}}",
        "{'Repos':[{'Name':'team/tools'},{'Name':'team/docker'},{'Name':'library/nginx'}]}")]
    [InlineData("GlobalSearch(query:\"library/nginx:\",filter:{HasToBeSigned:true}){Images{Tag}}", "{'Images':[{'Tag':'v1.0'}]}")]
    [InlineData("GlobalSearch(query:\"\",filter:{HasToBeSigned:true}){Repos{Name}}", "{'Repos':[]}")] // the newest is not signed
    [InlineData("GlobalSearch(query:\"\",filter:{IsStarred:true}){Repos{Name}}", "{'Repos':[]}")]
    [InlineData("GlobalSearch(query:\"\",filter:{IsBookmarked:false}){Page{TotalCount}}", "{'Page':{'TotalCount':3}}")]
    [InlineData("GlobalSearch(query:\"\",filter:{}){Page{TotalCount}}", "{'Page':{'TotalCount':3}}")]

    // Repositories.
    [InlineData("RepoListWithNewestImage(requestedPage:{sortBy:ALPHABETIC_ASC}){Page{TotalCount}Results{Name Platforms{Os Arch}Vendors NewestImage{Tag IsSigned}StarCount IsStarred IsBookmarked Rank}}",
        "{'Page':{'TotalCount':3},'Results':["
        + "{'Name':'library/nginx','Platforms':[{'Os':'linux','Arch':'amd64'},{'Os':'linux','Arch':'arm64'}],'Vendors':['acme'],'NewestImage':{'Tag':'V2.0-RC','IsSigned':false},'StarCount':0,'IsStarred':false,'IsBookmarked':false,'Rank':1},"
        + "{'Name':'team/docker','Platforms':[{'Os':'linux','Arch':'s390x'}],'Vendors':[],'NewestImage':{'Tag':'v1','IsSigned':false},'StarCount':0,'IsStarred':false,'IsBookmarked':false,'Rank':1},"
        + "{'Name':'team/tools','Platforms':[{'Os':'linux','Arch':'amd64'},{'Os':'linux','Arch':'arm/v7'}],'Vendors':[],'NewestImage':{'Tag':'multi','IsSigned':false},'StarCount':0,'IsStarred':false,'IsBookmarked':false,'Rank':1}]}")]
    [InlineData("StarredRepos{Page{TotalCount}Results{Name}}", "{'Page':{'TotalCount':0},'Results':[]}")]
    [InlineData("BookmarkedRepos(requestedPage:{limit:1}){Page{TotalCount}Results{Name}}", "{'Page':{'TotalCount':0},'Results':[]}")]
    [InlineData("ExpandedRepoInfo(repo:\"library/nginx\"){Summary{Name Rank NewestImage{Tag}}Images{Tag IsDeletable Vulnerabilities{MaxSeverity Count}}}",
        "{'Summary':{'Name':'library/nginx','Rank':0,'NewestImage':{'Tag':'V2.0-RC'}},'Images':["
        + "{'Tag':'V2.0-RC','IsDeletable':true,'Vulnerabilities':{'MaxSeverity':'','Count':0}},{'Tag':'v1.0','IsDeletable':true,'Vulnerabilities':{'MaxSeverity':'','Count':0}}]}")]

    // One image: its fields, those of its manifests, and what refers to it.
    [InlineData("Image(image:\"library/nginx:v1.0\"){RepoName Tag Digest MediaType Size LastUpdated Description IsSigned SignatureInfo{Tool IsTrusted Author}Licenses Labels Title Source Documentation Vendor Authors IsDeletable ArtifactType}",
        "{'RepoName':'library/nginx','Tag':'v1.0','Digest':'$old','MediaType':'application/vnd.oci.image.manifest.v1+json','Size':'$size','LastUpdated':'2020-01-01T00:00:00Z','Description':'','IsSigned':true,"
        + "'SignatureInfo':[{'Tool':'notation','IsTrusted':false,'Author':''}],'Licenses':'','Labels':'','Title':'T','Source':'','Documentation':'','Vendor':'','Authors':'Ada','IsDeletable':null,'ArtifactType':'application/vnd.oci.image.config.v1+json'}")]
    [InlineData("Image(image:\"library/nginx:v1.0\"){Manifests{Digest ConfigDigest LastUpdated Size IsSigned Platform{Os Arch}Layers{Size Digest}History{Layer{Digest}HistoryDescription{Created CreatedBy EmptyLayer}}Vulnerabilities{MaxSeverity}Referrers{ArtifactType}ArtifactType}Referrers{MediaType ArtifactType Digest Annotations{Key Value}}}",
        "{'Manifests':[{'Digest':'$old','ConfigDigest':'$config','LastUpdated':'2020-01-01T00:00:00Z','Size':'$size','IsSigned':true,'Platform':{'Os':'linux','Arch':'amd64'},'Layers':[{'Size':'4','Digest':'$base'}],"
        + "'History':[{'Layer':{'Digest':'$base'},'HistoryDescription':{'Created':null,'CreatedBy':'ADD','EmptyLayer':false}},{'Layer':null,'HistoryDescription':{'Created':null,'CreatedBy':'ENV','EmptyLayer':true}}],"
        + "'Vulnerabilities':{'MaxSeverity':''},'Referrers':[{'ArtifactType':'application/spdx+json'}],'ArtifactType':'application/vnd.oci.image.config.v1+json'}],"
        + "'Referrers':[{'MediaType':'application/vnd.oci.image.manifest.v1+json','ArtifactType':'application/spdx+json','Digest':'$sbom','Annotations':[{'Key':'key','Value':'value'}]}]}")]
    [InlineData("Image(image:\"team/tools:multi\"){Digest MediaType LastUpdated ArtifactType Manifests{Digest Platform{Os Arch}LastUpdated}}",
        "{'Digest':'$multi','MediaType':'application/vnd.oci.image.index.v1+json','LastUpdated':'2021-01-01T00:00:00Z','ArtifactType':'','Manifests':["
        + "{'Digest':'$part0','Platform':{'Os':'linux','Arch':'amd64'},'LastUpdated':'2021-01-01T00:00:00Z'},{'Digest':'$part1','Platform':{'Os':'linux','Arch':'arm/v7'},'LastUpdated':null}]}")]
    [InlineData("Image(image:\"team/docker:v1\"){Digest MediaType Manifests{Digest Platform{Arch}}}",
        "{'Digest':'$docker','MediaType':'application/vnd.oci.image.manifest.v1+json','Manifests':[{'Digest':'$docker','Platform':{'Arch':'s390x'}}]}")]
    [InlineData("Image(image:\"library/nginx:V2.0-RC\"){Vendor Description}", "{'Vendor':'acme','Description':'D'}")]
    [InlineData("Referrers(repo:\"library/nginx\",digest:\"$old\",type:\"\"){ArtifactType Digest}", "[{'ArtifactType':'application/spdx+json','Digest':'$sbom'}]")]
    [InlineData("Referrers(repo:\"library/nginx\",digest:\"$old\",type:[\"a/b\",\"application/spdx+json\"]){Digest}", "[{'Digest':'$sbom'}]")]
    [InlineData("Referrers(repo:\"library/nginx\",digest:\"$old\",type:[\"a/b\"]){Digest}", "[]")]
    [InlineData("Referrers(repo:\"library/none\",digest:\"$old\"){Digest}", "[]")]
    public async Task Query_is_answered(string query, string expected)
    {
        var answer = await AnswerAsync($"{{a:{query}}}");

        Assert.Equal(SearchServer.Fill(expected).Replace('\'', '"'), answer.GetProperty("data").GetProperty("a").GetRawText());
        Assert.False(answer.TryGetProperty("errors", out _));
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("GlobalSearch(query:\"@\"){Page{TotalCount}}", "invalid search query")]
    [InlineData("GlobalSearch(query:\":\"){Page{TotalCount}}", "invalid search query")]
    [InlineData("GlobalSearch(query:\"a:b:c\"){Page{TotalCount}}", "failed to parse search text, invalid format")]
    [InlineData("GlobalSearch(query:\"\",requestedPage:{limit:-1}){Page{TotalCount}}", "requested page limit parameter can't be negative request parameter has invalid value")]
    [InlineData("GlobalSearch(query:\"\",requestedPage:{sortBy:SEVERITY}){Page{TotalCount}}", "sorting repos by 'SEVERITY' is not supported")]
    [InlineData("ImageList(repo:\"\",requestedPage:{limit:-1}){Page{TotalCount}}", "pagination limit has negative value")]
    [InlineData("ImageList(repo:\"\",requestedPage:{offset:-1}){Page{TotalCount}}", "pagination offset has negative value")]
    [InlineData("ImageListForDigest(id:\"\",requestedPage:{sortBy:STARS}){Page{TotalCount}}", "sorting images by 'STARS' is not supported")]
    [InlineData("ExpandedRepoInfo(repo:\"none\"){Summary{Name}}", "repo metadata not found for given repo name")]
    [InlineData("Image(image:\"library/nginx\"){Tag}", "no reference provided")]
    [InlineData("Image(image:\"none:v1\"){Tag}", "repo metadata not found for given repo name")]
    [InlineData("Image(image:\"library/nginx:none\"){Tag}", "can't find image: library/nginx:none")]
    [InlineData("DerivedImageList(image:\"library/nginx\"){Page{TotalCount}}", "no reference provided")]
    [InlineData("BaseImageList(image:\"none:v1\"){Page{TotalCount}}", "repository not found")]
    [InlineData("Referrers(repo:\"library/nginx\",digest:\"x\"){Digest}", "bad digest string from request 'x'")]
    [InlineData("CVEListForImage(image:\"library/nginx:v1.0\"){Tag}", "cve search is disabled")]
    [InlineData("CVEDiffListForImages(minuend:{Repo:\"a\",Tag:\"b\"},subtrahend:{Repo:\"a\",Tag:\"c\",Digest:\"\"}){Minuend{Repo}}", "cve search is disabled")]
    [InlineData("ImageListForCVE(id:\"CVE-1\"){Page{TotalCount}}", "cve search is disabled")]
    [InlineData("ImageListWithCVEFixed(id:\"CVE-1\",image:\"library/nginx\"){Page{TotalCount}}", "cve search is disabled")]
    public async Task Query_that_fails_has_the_status_200_and_no_data(string query, string message)
    {
        var answer = await AnswerAsync($"{{{query}}}");

        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.StartsWith(message, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Array, error.GetProperty("path").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("data").ValueKind);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Pulls_and_pushes_are_counted()
    {
        var zot = server.Zot;
        var image = Manifest.Image();
        await zot.Client.PushAsync("count/app", image, "v1");
        (await zot.Client.GetAsync("/v2/count/app/manifests/v1")).Expect(200);
        (await zot.Client.HeadAsync("/v2/count/app/manifests/v1")).Expect(200);
        const string query =
            "{Image(image:\"count/app:v1\"){DownloadCount LastPullTimestamp PushTimestamp PushedBy TaggedTimestamp Manifests{DownloadCount}}"
            + "GlobalSearch(query:\"count\",requestedPage:{sortBy:DOWNLOADS}){Repos{DownloadCount LastUpdated}}}";

        var data = (await AnswerAsync(query)).GetProperty("data");

        var row = data.GetProperty("Image");
        Assert.Equal((1, 1), (row.GetProperty("DownloadCount").GetInt32(), row.GetProperty("Manifests")[0].GetProperty("DownloadCount").GetInt32()));
        Assert.Equal("", row.GetProperty("PushedBy").GetString()); // an anonymous user
        Assert.All(
            (string[])["LastPullTimestamp", "PushTimestamp", "TaggedTimestamp"], name => Assert.True(row.GetProperty(name).TryGetDateTimeOffset(out _)));
        Assert.Equal(1, data.GetProperty("GlobalSearch").GetProperty("Repos")[0].GetProperty("DownloadCount").GetInt32());
        (await zot.Client.DeleteAsync($"/v2/count/app/manifests/{image.Digest}")).Expect(202);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Request_has_the_forms_that_clients_send()
    {
        var zot = server.Zot;
        const string expected = """{"data":{"ImageList":{"Page":{"TotalCount":2}}}}""";

        // As the pages send it: braces as they are, and blanks escaped; as zot's zli: blanks as plus, and a body that repeats the query.
        var raw = await RawRequest.SendAsync(
            zot.Port, [$"GET {Path}?query={{ImageList(repo:%22library/nginx%22){{Page%20{{TotalCount}}}}}} HTTP/1.1"]);
        var form = await RawRequest.SendAsync(
            zot.Port,
            [
                $"GET {Path}?query=%7BImageList%28repo%3A%22library%2Fnginx%22%29+%7B%0APage%7BTotalCount%7D%7D%7D HTTP/1.1",
                "Content-Type: application/json", "Content-Length: 11", "Authorization: Basic Og==",
            ],
            "{ImageList(");
        var variables = await PostAsync(
            """{"query":"query A($r:String!){ImageList(repo:$r){Page{TotalCount}}} query B{__typename}","operationName":"A","variables":{"r":"library/nginx"}}""",
            "application/json; charset=utf-8");

        Assert.EndsWith(expected, raw, StringComparison.Ordinal);
        Assert.EndsWith(expected, form, StringComparison.Ordinal);
        Assert.Equal(expected, variables.Expect(200).Text);
        variables.ExpectHeader("Content-Type", "application/json").ExpectHeader("X-Content-Type-Options", "nosniff");
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("{\"query\":\"{unknown}\"}", "application/json", 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{\"query\":\"{ImageList{Page{TotalCount}}}\"}", "application/json", 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{\"query\":\"{\"}", "application/json", 422, "GRAPHQL_PARSE_FAILED")]
    [InlineData("{", "application/json", 400, "not valid JSON")]
    [InlineData("{\"query\":\"{__typename}\",\"variables\":5}", "application/json", 400, "not valid JSON")]
    [InlineData("{__typename}", "application/graphql", 400, "transport not supported")]
    [InlineData("{__typename}", "text/plain", 400, "transport not supported")]
    public async Task Request_that_is_not_valid_has_the_status_of_its_form(string body, string type, int status, string expected)
    {
        var answer = (await PostAsync(body, type)).Expect(status);

        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("data").ValueKind);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Mutation_by_GET_is_rejected() =>
        (await server.Zot.Client.GetAsync($"{Path}?query=mutation{{a}}")).Expect(406);

    // GET and POST must have the same answer.
    private async Task<JsonElement> AnswerAsync(string query)
    {
        var zot = server.Zot;
        query = SearchServer.Fill(query);
        var got = (await zot.Client.GetAsync($"{Path}?query={Uri.EscapeDataString(query)}")).Expect(200);
        var posted = (await PostAsync(new JsonObject { ["query"] = query }.ToJsonString(), "application/json")).Expect(200);
        Assert.Equal(got.Text, posted.Text);
        return got.Json;
    }

    private Task<Answer> PostAsync(string body, string type) =>
        server.Zot.Client.PostAsync(Path, Encoding.UTF8.GetBytes(body), ("Content-Type", type));
}
