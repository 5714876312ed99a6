#if EXT_SEARCH
using System.Text.Json;
using GraphQLParser;
using GraphQLParser.AST;
using Xunit;

namespace Zot.Extensions.Tests.Search;

public sealed class SchemaTests
{
    // zot's whole schema: clients generate code from it, and zli compares parts of it.
    private const string Expected = """
        scalar Time
        type Query {
          CVEListForImage(
            image: String!, requestedPage: PageInput, searchedCVE: String, excludedCVE: String, severity: String
          ): CVEResultForImage!
          CVEDiffListForImages(
            minuend: ImageInput!, subtrahend: ImageInput!, requestedPage: PageInput, searchedCVE: String, excludedCVE: String
          ): CVEDiffResult!
          ImageListForCVE(id: String!, filter: Filter, requestedPage: PageInput): PaginatedImagesResult!
          ImageListWithCVEFixed(
            id: String!, image: String!, filter: Filter, requestedPage: PageInput): PaginatedImagesResult!
          ImageListForDigest(id: String!, requestedPage: PageInput): PaginatedImagesResult!
          RepoListWithNewestImage(requestedPage: PageInput): PaginatedReposResult!
          ImageList(repo: String!, requestedPage: PageInput): PaginatedImagesResult!
          ExpandedRepoInfo(repo: String!): RepoInfo!
          GlobalSearch(query: String!, filter: Filter, requestedPage: PageInput): GlobalSearchResult!
          DerivedImageList(image: String!, digest: String, requestedPage: PageInput): PaginatedImagesResult!
          BaseImageList(image: String!, digest: String, requestedPage: PageInput): PaginatedImagesResult!
          Image(image: String!): ImageSummary!
          Referrers(repo: String!, digest: String!, type: [String!]): [Referrer]!
          StarredRepos(requestedPage: PageInput): PaginatedReposResult!
          BookmarkedRepos(requestedPage: PageInput): PaginatedReposResult!
        }
        enum SortCriteria { RELEVANCE UPDATE_TIME ALPHABETIC_ASC ALPHABETIC_DSC SEVERITY STARS DOWNLOADS }
        input PageInput { limit: Int offset: Int sortBy: SortCriteria }
        input PlatformInput { Os: String Arch: String }
        input ImageInput { Repo: String! Tag: String! Digest: String Platform: PlatformInput }
        input Filter { Os: [String] Arch: [String] HasToBeSigned: Boolean IsBookmarked: Boolean IsStarred: Boolean }
        type PageInfo { TotalCount: Int! ItemCount: Int! }
        type PaginatedReposResult { Page: PageInfo Results: [RepoSummary!]! }
        type PaginatedImagesResult { Page: PageInfo Results: [ImageSummary!]! }
        type GlobalSearchResult { Page: PageInfo Images: [ImageSummary] Repos: [RepoSummary] Layers: [LayerSummary] }
        type RepoInfo { Images: [ImageSummary] Summary: RepoSummary }
        type RepoSummary {
          Name: String LastUpdated: Time Size: String Platforms: [Platform] Vendors: [String]
          NewestImage: ImageSummary DownloadCount: Int StarCount: Int IsBookmarked: Boolean IsStarred: Boolean Rank: Int
        }
        type ImageSummary {
          RepoName: String Tag: String Digest: String MediaType: String Manifests: [ManifestSummary] Size: String
          DownloadCount: Int LastPullTimestamp: Time PushTimestamp: Time PushedBy: String TaggedTimestamp: Time
          LastUpdated: Time Description: String IsSigned: Boolean SignatureInfo: [SignatureSummary] Licenses: String
          Labels: String Title: String Source: String Documentation: String Vendor: String Authors: String
          Vulnerabilities: ImageVulnerabilitySummary Referrers: [Referrer] IsDeletable: Boolean ArtifactType: String
        }
        type ManifestSummary {
          Digest: String ConfigDigest: String LastUpdated: Time Size: String IsSigned: Boolean
          SignatureInfo: [SignatureSummary] Platform: Platform DownloadCount: Int Layers: [LayerSummary]
          History: [LayerHistory] Vulnerabilities: ImageVulnerabilitySummary Referrers: [Referrer] ArtifactType: String
        }
        type ImageVulnerabilitySummary {
          MaxSeverity: String Count: Int UnknownCount: Int LowCount: Int MediumCount: Int HighCount: Int CriticalCount: Int
        }
        type LayerSummary { Size: String Digest: String }
        type LayerHistory { Layer: LayerSummary HistoryDescription: HistoryDescription }
        type HistoryDescription { Created: Time CreatedBy: String Author: String Comment: String EmptyLayer: Boolean }
        type Platform { Os: String Arch: String }
        type SignatureSummary { Tool: String IsTrusted: Boolean Author: String }
        type Referrer { MediaType: String ArtifactType: String Size: Int Digest: String Annotations: [Annotation]! }
        type Annotation { Key: String Value: String }
        type CVEResultForImage { Tag: String CVEList: [CVE] Summary: ImageVulnerabilitySummary Page: PageInfo }
        type CVEDiffResult {
          Minuend: ImageIdentifier! Subtrahend: ImageIdentifier! CVEList: [CVE] Summary: ImageVulnerabilitySummary
          Page: PageInfo
        }
        type ImageIdentifier { Repo: String! Tag: String! Digest: String Platform: Platform }
        type CVE {
          Id: String Title: String Description: String Reference: String Severity: String PackageList: [PackageInfo]
        }
        type PackageInfo { Name: String PackagePath: String InstalledVersion: String FixedVersion: String }
        """;

    private const string Reference = "type{kind name ofType{kind name ofType{kind name ofType{kind name}}}}";

    private const string Introspection =
        "{__schema{queryType{name}mutationType{name}subscriptionType{name}types{kind name fields{name args{name defaultValue "
        + Reference + "}" + Reference + "}inputFields{name defaultValue " + Reference + "}enumValues{name}}}}";

    private static readonly string[] BuiltIn = ["String", "Int", "Boolean", "Float", "ID"];

    [Fact]
    public async Task Schema_is_that_of_zot_in_both_directions()
    {
        await using var zot = await SearchFixture.CreateAsync();

        var schema = (await zot.DataAsync(Introspection)).GetProperty("__schema");
        var actual = schema.GetProperty("types").EnumerateArray().Where(IsOwn).SelectMany(Lines);

        Assert.Equal(
            Parser.Parse(Expected).Definitions.SelectMany(Lines).Order(StringComparer.Ordinal),
            actual.Order(StringComparer.Ordinal));
        Assert.Equal("Query", schema.GetProperty("queryType").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, schema.GetProperty("mutationType").ValueKind);
        Assert.Equal(JsonValueKind.Null, schema.GetProperty("subscriptionType").ValueKind);
    }

    private static bool IsOwn(JsonElement type) =>
        !NameOf(type).StartsWith("__", StringComparison.Ordinal) && !BuiltIn.Contains(NameOf(type));

    // A line for each type, field with its arguments, and value.
    private static IEnumerable<string> Lines(JsonElement type)
    {
        var name = NameOf(type);
        return List(type, "fields")
            .Select(field => $"{name}.{NameOf(field)}({string.Join(", ", List(field, "args").Select(Line))}): {TypeOf(field)}")
            .Concat(List(type, "inputFields").Select(field => $"{name}.{Line(field)}"))
            .Concat(List(type, "enumValues").Select(value => $"{name}.{NameOf(value)}"))
            .Prepend($"{type.GetProperty("kind").GetString()} {name}");
    }

    private static List<JsonElement> List(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static string Line(JsonElement argument) =>
        $"{NameOf(argument)}: {TypeOf(argument)}{argument.GetProperty("defaultValue").GetString()}";

    private static string TypeOf(JsonElement json) => Shape(json.GetProperty("type"));

    private static string Shape(JsonElement type) => type.GetProperty("kind").GetString() switch
    {
        "NON_NULL" => Shape(type.GetProperty("ofType")) + "!",
        "LIST" => $"[{Shape(type.GetProperty("ofType"))}]",
        _ => NameOf(type),
    };

    private static string NameOf(JsonElement json) => json.GetProperty("name").GetString()!;

    private static IEnumerable<string> Lines(ASTNode definition) => definition switch
    {
        GraphQLScalarTypeDefinition type => [$"SCALAR {type.Name.Value}"],
        GraphQLEnumTypeDefinition type => type.Values!
            .Select(value => $"{type.Name.Value}.{value.Name.Value}").Prepend($"ENUM {type.Name.Value}"),
        GraphQLInputObjectTypeDefinition type => type.Fields!
            .Select(field => $"{type.Name.Value}.{Line(field)}").Prepend($"INPUT_OBJECT {type.Name.Value}"),
        GraphQLObjectTypeDefinition type => type.Fields!
            .Select(field => $"{type.Name.Value}.{Line(field)}").Prepend($"OBJECT {type.Name.Value}"),
        _ => throw new ArgumentException("the test has no such definitions", nameof(definition)),
    };

    private static string Line(GraphQLFieldDefinition field) =>
        $"{field.Name.Value}({string.Join(", ", field.Arguments?.Select(Line) ?? [])}): {Shape(field.Type)}";

    private static string Line(GraphQLInputValueDefinition value) => $"{value.Name.Value}: {Shape(value.Type)}";

    private static string Shape(GraphQLType type) => type switch
    {
        GraphQLNonNullType { Type: var inner } => Shape(inner) + "!",
        GraphQLListType { Type: var inner } => $"[{Shape(inner)}]",
        GraphQLNamedType { Name: var name } => $"{name.Value}",
        _ => throw new ArgumentException("the test has no such types", nameof(type)),
    };
}
#endif
