using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Zot.Auth.AccessControl;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Core.Tests.Http.Requests;

public sealed class RegistryRequestTests
{
    private const string Sha256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Id = "6b29fc40-ca47-4067-b31d-00dd010662da";

    public static TheoryData<string, string, string, string> Known => new()
    {
        { "GET", "/v2/", "", "Ping" },
        { "HEAD", "/v2/", "", "Ping" },
        { "OPTIONS", "/v2/", "", "Preflight" },
        { "POST", "/v2/", "", "WrongMethod" },
        { "GET", "/v2/_catalog", "", "Catalog" },
        { "HEAD", "/v2/_catalog", "", "WrongMethod" },
        { "GET", "/v2/_oci/ext/discover", "", "Discover" },
        { "GET", "/livez", "", "Probe" },
        { "POST", "/readyz", "", "Probe" },
        { "DELETE", "/startupz", "", "Probe" },
        { "GET", "/v2/app/tags/list", "", "ListTags" },
        { "OPTIONS", "/v2/app/tags/list", "", "Preflight" },
        { "PUT", "/v2/app/tags/list", "", "WrongMethod" },
        { "GET", "/v2/app/manifests/v1", "", "GetManifest" },
        { "HEAD", "/v2/app/manifests/v1", "", "HeadManifest" },
        { "PUT", "/v2/app/manifests/v1", "", "PutManifest" },
        { "DELETE", $"/v2/app/manifests/{Sha256}", "", "DeleteManifest" },
        { "OPTIONS", "/v2/app/manifests/v1", "", "Preflight" },
        { "POST", "/v2/app/manifests/v1", "", "WrongMethod" },
        { "GET", $"/v2/app/blobs/{Sha256}", "", "GetBlob" },
        { "HEAD", $"/v2/app/blobs/{Sha256}", "", "HeadBlob" },
        { "DELETE", $"/v2/app/blobs/{Sha256}", "", "DeleteBlob" },
        { "OPTIONS", $"/v2/app/blobs/{Sha256}", "", "WrongMethod" },
        { "PUT", $"/v2/app/blobs/{Sha256}", "", "WrongMethod" },
        { "GET", $"/v2/app/referrers/{Sha256}", "?artifactType=a&artifactType=b", "ListReferrers" },
        { "POST", $"/v2/app/referrers/{Sha256}", "", "WrongMethod" },
        { "POST", "/v2/app/blobs/uploads/", "", "StartUpload" },
        { "POST", "/v2/app/blobs/uploads/", "?digest-algorithm=sha512", "StartUpload" },
        { "POST", "/v2/app/blobs/uploads/", $"?digest={Sha256}", "PostBlob" },
        { "POST", "/v2/app/blobs/uploads/", "?digest=sha256%3Ae3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "PostBlob" },
        { "POST", "/v2/app/blobs/uploads/", $"?mount={Sha256}", "MountBlob" },
        { "POST", "/v2/app/blobs/uploads/", $"?mount={Sha256}&from=other/app", "MountBlob" },
        { "POST", "/v2/app/blobs/uploads/", "?mount=nonsense", "StartUpload" },
        { "POST", "/v2/app/blobs/uploads/", $"?mount={Sha256}&from=Not%20A%20Name", "StartUpload" },
        { "POST", "/v2/app/blobs/uploads/", "?from=other", "WrongMethod" },
        { "GET", "/v2/app/blobs/uploads/", "", "WrongMethod" },
        { "GET", $"/v2/app/blobs/uploads/{Id}", "", "GetUpload" },
        { "PATCH", $"/v2/app/blobs/uploads/{Id}", "", "PatchUpload" },
        { "PUT", $"/v2/app/blobs/uploads/{Id}", $"?digest={Sha256}", "PutUpload" },
        { "DELETE", $"/v2/app/blobs/uploads/{Id}", "", "DeleteUpload" },
        { "POST", $"/v2/app/blobs/uploads/{Id}", "", "WrongMethod" },
        { "POST", "/v2/app/blobs/uploads", "", "WrongMethod" },
        { "GET", "/v2/App/tags/list", "", "InvalidName" },
        { "GET", "/v2/a%2Fb/tags/list", "", "InvalidName" },
    };

    public static TheoryData<string, string, string, string, int> Invalid => new()
    {
        { "GET", "/v2/app/blobs/uploads", "", "DIGEST_INVALID", 400 },
        { "GET", "/v2/app/blobs/sha256:12", "", "DIGEST_INVALID", 400 },
        { "HEAD", "/v2/app/blobs/sha256:12", "", "DIGEST_INVALID", 400 },
        { "DELETE", "/v2/app/blobs/sha256:12", "", "BLOB_UNKNOWN", 404 },
        { "GET", "/v2/app/manifests/sha256:12", "", "MANIFEST_UNKNOWN", 404 },
        { "HEAD", "/v2/app/manifests/-x", "", "MANIFEST_UNKNOWN", 404 },
        { "DELETE", "/v2/app/manifests/.x", "", "MANIFEST_UNKNOWN", 404 },
        { "PUT", "/v2/app/manifests/sha256:baddigeststring", "", "DIGEST_INVALID", 400 },
        { "PUT", "/v2/app/manifests/.x", "", "MANIFEST_INVALID", 400 },
        { "GET", "/v2/app/referrers/sha256:12", "", "DIGEST_INVALID", 400 },
        { "GET", "/v2/app/tags/list", "?n=x", "UNSUPPORTED", 400 },
        { "GET", "/v2/app/tags/list", "?n=", "UNSUPPORTED", 400 },
        { "GET", "/v2/app/tags/list", "?n=-1", "UNSUPPORTED", 400 },
        { "GET", "/v2/app/tags/list", "?n=1&n=2", "UNSUPPORTED", 400 },
        { "GET", "/v2/app/tags/list", "?last=a&last=b", "UNSUPPORTED", 400 },
        { "POST", "/v2/app/blobs/uploads/", "?digest=", "DIGEST_INVALID", 400 },
        { "POST", "/v2/app/blobs/uploads/", "?digest=md5:12", "DIGEST_INVALID", 400 },
        { "POST", "/v2/app/blobs/uploads/", $"?digest={Sha256}&digest={Sha256}", "DIGEST_INVALID", 400 },
        { "POST", "/v2/app/blobs/uploads/", "?digest-algorithm=md5", "DIGEST_INVALID", 400 },
        { "POST", "/v2/app/blobs/uploads/", $"?mount={Sha256}&mount={Sha256}", "UNSUPPORTED", 400 },
        { "PUT", $"/v2/app/blobs/uploads/{Id}", "", "DIGEST_INVALID", 400 },
        { "PUT", $"/v2/app/blobs/uploads/{Id}", "?digest=nonsense", "DIGEST_INVALID", 400 },
        { "PUT", $"/v2/app/blobs/uploads/{Id}", $"?digest={Sha256}&digest={Sha256}", "DIGEST_INVALID", 400 },
        { "PUT", "/v2/app/blobs/uploads/nonsense", $"?digest={Sha256}", "BLOB_UPLOAD_UNKNOWN", 404 },
        { "PATCH", "/v2/app/blobs/uploads/nonsense", "", "BLOB_UPLOAD_UNKNOWN", 404 },
        { "GET", "/v2/app/blobs/uploads/nonsense", "", "BLOB_UPLOAD_UNKNOWN", 404 },
        { "DELETE", "/v2/app/blobs/uploads/nonsense", "", "BLOB_UPLOAD_UNKNOWN", 404 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Known_path_is_parsed_to_its_endpoint(string method, string path, string query, string expected) =>
        Assert.Equal(expected, RegistryRequest.Parse(method, path, query)?.GetType().Name);

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Malformed_part_is_rejected_for_authorized_callers(
        string method, string path, string query, string code, int status)
    {
        var refused = Assert.IsType<RegistryRequest.Invalid>(RegistryRequest.Parse(method, path, query));

        Assert.Equal((code, status), (refused.Refusal.Error.Code, refused.Refusal.Error.Status));
        Assert.Equal("app", refused.Repository.ToString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v2")]
    [InlineData("/v1/")]
    [InlineData("/v2/app")]
    [InlineData("/v2/app/")]
    [InlineData("/v2/app/tags")]
    [InlineData("/v2/app/tags/")]
    [InlineData("/v2/app/tags/list/")]
    [InlineData("/v2/app/tags/other")]
    [InlineData("/v2/app/manifests/")]
    [InlineData("/v2/app/blobs/")]
    [InlineData("/v2/app/referrers/")]
    [InlineData("/v2/manifests/v1")]
    [InlineData("/v2/blobs/uploads/")]
    [InlineData("/v2/_zot/ext/mgmt")]
    [InlineData("/livez/")]
    [InlineData("")]
    public void Foreign_path_is_not_parsed(string path) => Assert.Null(RegistryRequest.Parse("GET", path, ""));

    [Theory]
    [InlineData("/v2/a/manifests/b/manifests/v1", "a/manifests/b")]
    [InlineData("/v2/a/manifests/manifests/v1", "a/manifests")]
    [InlineData("/v2/a/blobs/uploads/manifests/v1", "a/blobs/uploads")]
    [InlineData("/v2/a/b/c/d/e/manifests/v1", "a/b/c/d/e")]
    [InlineData("/v2/tags/list/manifests/v1", "tags/list")]
    public void Name_that_contains_an_endpoint_is_split_at_the_last_one(string path, string name)
    {
        var get = Assert.IsType<RegistryRequest.GetManifest>(RegistryRequest.Parse("GET", path, ""));

        Assert.Equal(name, get.Repository.ToString());
    }

    [Theory]
    [InlineData("GET", "/v2/app/manifests/v1", AccessAction.Read)]
    [InlineData("HEAD", $"/v2/app/blobs/{Sha256}", AccessAction.Read)]
    [InlineData("GET", $"/v2/app/blobs/uploads/{Id}", AccessAction.Read)]
    [InlineData("PUT", "/v2/app/manifests/v1", AccessAction.Create)]
    [InlineData("POST", "/v2/app/blobs/uploads/", AccessAction.Create)]
    [InlineData("PATCH", $"/v2/app/blobs/uploads/{Id}", AccessAction.Create)]
    [InlineData("DELETE", $"/v2/app/blobs/uploads/{Id}", AccessAction.Delete)]
    [InlineData("DELETE", "/v2/app/manifests/v1", AccessAction.Delete)]
    [InlineData("DELETE", $"/v2/app/blobs/{Sha256}", AccessAction.Delete)]
    public void Parsed_request_has_its_required_right(string method, string path, AccessAction action)
    {
        var request = Assert.IsType<RegistryRequest.InRepository>(RegistryRequest.Parse(method, path, ""), exactMatch: false);

        Assert.Equal(action, request.Action);
    }

    [Fact]
    public void Parameters_are_parsed()
    {
        var tags = Assert.IsType<RegistryRequest.ListTags>(RegistryRequest.Parse("GET", "/v2/app/tags/list", "?n=99999999999&last=v1"));
        var put = Assert.IsType<RegistryRequest.PutManifest>(
            RegistryRequest.Parse("PUT", $"/v2/app/manifests/{Sha256}", "?tag=a&tag=b%2B"));
        var catalog = Assert.IsType<RegistryRequest.Catalog>(RegistryRequest.Parse("GET", "/v2/_catalog", "?n=x&last=a/b"));
        var mount = Assert.IsType<RegistryRequest.MountBlob>(
            RegistryRequest.Parse("POST", "/v2/app/blobs/uploads/", $"?mount={Sha256}&from=a/b"));
        var start = Assert.IsType<RegistryRequest.StartUpload>(
            RegistryRequest.Parse("POST", "/v2/app/blobs/uploads/", "?digest-algorithm=sha384"));

        Assert.Equal(new Page(int.MaxValue, "v1"), tags.Page);
        Assert.Equal(["a", "b+"], put.Tags);
        Assert.Equal(new Page(null, "a/b"), catalog.Page);
        Assert.Equal("a/b", mount.From?.ToString());
        Assert.Same(DigestAlgorithm.Sha384, start.Algorithm);
    }

    [Fact]
    public void Parse_never_throws() =>
        Check.QuickThrowOnFailure(Prop.ForAll<string, string, string>((method, path, query) =>
        {
            RegistryRequest.Parse(method ?? "", path ?? "", query ?? "");
            RegistryRequest.Parse("GET", "/v2/" + path, query ?? "");
            RegistryRequest.Parse("POST", $"/v2/{path}/blobs/uploads/", "?" + query);
            RegistryRequest.Parse("PUT", $"/v2/{path}/manifests/{query}", "?tag=" + query);
        }));

    [Theory]
    [InlineData("/v2/", null)]
    [InlineData("/v2/app/manifests/v1.2", null)]
    [InlineData("/v2/app/manifests/..", "/v2/app")]
    [InlineData("/v2/app/manifests/../", "/v2/app/")]
    [InlineData("//v2/", "/v2/")]
    [InlineData("/v2//app///tags/list?n=1//2", "/v2/app/tags/list?n=1//2")]
    [InlineData("/v2/./app/tags/list", "/v2/app/tags/list")]
    [InlineData("/v2/app/../other/tags/list", "/v2/other/tags/list")]
    [InlineData("//evil.example/..", "/")]
    [InlineData("/../..", "/")]
    [InlineData("/v2/?next=//x/./y", null)]
    [InlineData("http://host/v2//", null)]
    [InlineData("*", null)]
    public void Redirect_resolves_dot_segments_and_double_slashes(string target, string? clean) =>
        Assert.Equal(clean, CleanPath.Redirect(target));
}
