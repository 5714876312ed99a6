#if EXT_SEARCH
using GraphQL;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Search.Cves;
using Zot.Extensions.Search.Graph;
using Zot.Extensions.Search.Limits;
using Zot.Extensions.Search.Queries;
using Zot.Hosting.Routes;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Extensions.Search.Transport;

/// <summary>Executes the queries of clients.</summary>
internal sealed partial class SearchEndpoint(
    IMetadataQueries metadata, IRegistry registry, CveScans cves, RequestSlots slots, ILogger<SearchEndpoint> logger)
    : IDisposable
{
    private const string RetryAfter = "1"; // in seconds
    private const string ResponseType = "application/graphql-response+json";

    private readonly BoundedExecuter _executer = new();
    private readonly SearchSchema _schema = new();

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            // Slow clients take no slot: the request is read before, and the response sent after.
            var request = await RequestReader.ReadAsync(context);
            var (body, status) = await slots.RunAsync(
                CallerOf(context), () => AnswerAsync(context, request), context.RequestAborted);
            await JsonAnswer.SendAsync(context, body, status);
        }
        catch (RejectedRequestException rejected)
        {
            var status = rejected.Code is null ? rejected.Status : InvalidStatus(context);
            if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            {
                context.Response.Headers.RetryAfter = RetryAfter;
            }

            await JsonAnswer.WriteAsync(context, json => AnswerWriter.Write(json, rejected), status);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _schema.Dispose();

    private static async ValueTask<GraphQLDocument> ParseAsync(SearchRequest request, bool isGet)
    {
        try
        {
            var document = Parser.Parse(request.Query, new ParserOptions { MaxDepth = 4 * QueryLimits.Depth });
            if (await PartCounter.ExceedsAsync(document))
            {
                throw Invalid($"the query has more than {QueryLimits.Parts} parts", AnswerWriter.ValidationFailed);
            }

            if (QueryCost.FindExcess(document) is { } excess)
            {
                throw Invalid(excess, AnswerWriter.ValidationFailed);
            }

            return isGet && document.Definitions.OfType<GraphQLOperationDefinition>()
                .Any(static operation => operation.Operation is not OperationType.Query)
                ? throw new RejectedRequestException(
                    StatusCodes.Status406NotAcceptable, "GET requests only allow query operations")
                : document;
        }
        catch (GraphQLParserException invalid)
        {
            throw Invalid(invalid.Description, AnswerWriter.ParseFailed);
        }
    }

    private static RejectedRequestException Invalid(string message, string code) =>
        new(StatusCodes.Status422UnprocessableEntity, message) { Code = code };

    private static int InvalidStatus(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains(ResponseType, StringComparison.OrdinalIgnoreCase)
            ? StatusCodes.Status400BadRequest
            : StatusCodes.Status422UnprocessableEntity;

    private static string CallerOf(HttpContext context)
    {
        var caller = context.AccessControl();
        return caller.IsAnonymous ? $"address {context.Connection.RemoteIpAddress}" : $"user {caller.Username}";
    }

    private async Task<(ReadOnlyMemory<byte> Body, int Status)> AnswerAsync(HttpContext context, SearchRequest request)
    {
        var document = await ParseAsync(request, HttpMethods.IsGet(context.Request.Method));
        var result = await ExecuteAsync(context, request, document);
        var status = result.Executed ? StatusCodes.Status200OK : InvalidStatus(context);
        return (JsonAnswer.Write(json => AnswerWriter.Write(json, result)), status);
    }

    private async Task<ExecutionResult> ExecuteAsync(
        HttpContext context, SearchRequest request, GraphQLDocument document)
    {
        using var budget = new RequestBudget(context.RequestAborted);
        var caller = new SearchContext(context, metadata, registry, cves, budget);
        try
        {
            return await _executer.ExecuteAsync(NewOptions(caller, request, document));
        }
        catch (OperationCanceledException) when (budget.Excess is not null)
        {
            throw new RejectedRequestException(StatusCodes.Status200OK, budget.Excess);
        }
    }

    private ExecutionOptions NewOptions(SearchContext caller, SearchRequest request, GraphQLDocument document) => new()
    {
        Schema = _schema,
        Query = request.Query,
        Document = document,
        OperationName = request.OperationName,
        Variables = new Inputs(request.Variables),
        UserContext = caller,
        CancellationToken = caller.Budget.Token,
        UnhandledExceptionDelegate = failure =>
        {
            LogFailed(failure.OriginalException);
            return Task.CompletedTask;
        },
    };

    [LoggerMessage(6201, LogLevel.Error, "search query failed")]
    private partial void LogFailed(Exception failure);
}
#endif
