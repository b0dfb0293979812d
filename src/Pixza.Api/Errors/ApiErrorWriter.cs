using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Pixza.Api.Requests;

namespace Pixza.Api.Errors;

/// <summary>
/// Writes every refusal: those of <see cref="ApiErrors"/> and, as the first problem-details writer, those of the framework (404, 405,
/// 413, 415, a fault). Pages are left to their own error page.
/// </summary>
public sealed class ApiErrorWriter : IProblemDetailsWriter
{
    private static readonly JsonEncodedText s_error = JsonEncodedText.Encode("error");
    private static readonly JsonEncodedText s_message = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText s_requestId = JsonEncodedText.Encode("request_id");

    public bool CanWrite(ProblemDetailsContext context) => !IsPage(context.HttpContext);

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var fault = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        return new ValueTask(WriteAsync(http, Translate(http, context.ProblemDetails.Status ?? http.Response.StatusCode, fault)));
    }

    /// <summary>Answers with the error: status, headers and the envelope.</summary>
    public static Task WriteAsync(HttpContext context, ApiError error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        response.Headers["X-Request-Id"] = context.TraceIdentifier;
        response.Headers.CacheControl = "no-store";
        response.Headers["x-should-retry"] = error.ShouldRetry ? "true" : "false";
        if (error.Status == 401)
            response.Headers.WWWAuthenticate = error.Reason == "missing_key" ? "Bearer" : "Bearer error=\"invalid_token\"";
        if (error.RequiredScope is { } scope)
            response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"";
        if (error.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);

        return WantsProblem(context.Request)
            ? JsonAnswer.WriteAsync(context, error.Status, "application/problem+json", (error, context), static (json, state) => WriteProblem(json, state.error, state.context.TraceIdentifier))
            : JsonAnswer.WriteAsync(context, error.Status, "application/json", (error, context), static (json, state) => WriteEnvelope(json, state.error, state.context.TraceIdentifier));
    }

    /// <summary>Writes the envelope as a JSON object, for answers and for events inside a stream.</summary>
    public static void WriteEnvelope(Utf8JsonWriter json, ApiError error, string requestId)
    {
        json.WriteStartObject();
        json.WriteString(s_error, error.Error);
        json.WriteString(s_message, error.Message);
        json.WriteString(s_requestId, requestId);
        WriteExtras(json, error);
        json.WriteEndObject();
    }

    // RFC 9457: the same error for clients that ask for it by Accept.
    private static void WriteProblem(Utf8JsonWriter json, ApiError error, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type", $"/docs#error-{error.Error}");
        json.WriteString("title", error.Error);
        json.WriteNumber("status", error.Status);
        json.WriteString("detail", error.Message);
        json.WriteString("instance", requestId);
        json.WriteString(s_error, error.Error);
        json.WriteString(s_message, error.Message);
        json.WriteString(s_requestId, requestId);
        WriteExtras(json, error);
        json.WriteEndObject();
    }

    private static void WriteExtras(Utf8JsonWriter json, ApiError error)
    {
        WriteText(json, "reason", error.Reason);
        WriteText(json, "param", error.Param);
        if (error.Details.Count > 0)
        {
            json.WriteStartArray("details");
            foreach (var detail in error.Details)
            {
                json.WriteStartObject();
                json.WriteString("param", detail.Param);
                json.WriteString("code", detail.Code);
                json.WriteString("message", detail.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteNumber(json, "credits_remaining", error.CreditsRemaining);
        WriteNumber(json, "credits_required", error.CreditsRequired);
        WriteText(json, "top_up_url", error.TopUpUrl);
        WriteText(json, "required_scope", error.RequiredScope);
        WriteText(json, "generation_id", error.GenerationId);
        WriteNumber(json, "credits_refunded", error.CreditsRefunded);
        WriteText(json, "category", error.Category);
        WriteNumber(json, "max_bytes", error.MaxBytes);
        WriteNumber(json, "retry_after", error.RetryAfter);
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static bool WantsProblem(HttpRequest request)
    {
        foreach (var accept in request.Headers.Accept)
        {
            if (accept is not null && accept.Contains("application/problem+json", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    // What the framework raised, in our words.
    private static ApiError Translate(HttpContext http, int status, Exception? fault) => fault switch
    {
        BadHttpRequestException bad => FromStatus(http, bad.StatusCode),
        not null when Faults.IsDatabaseDown(fault) => ApiErrors.Unavailable(),
        _ => FromStatus(http, status),
    };

    private static ApiError FromStatus(HttpContext http, int status) => status switch
    {
        401 => ApiErrors.MissingKey(),
        403 => new ApiError(403, "forbidden", "This is not allowed."),
        404 => ApiErrors.NotFound(),
        405 => ApiErrors.MethodNotAllowed(http.Request.Method, http.Response.Headers.Allow.ToString() is { Length: > 0 } allow ? allow : null),
        413 => ApiErrors.BodyTooLarge(http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0),
        415 => ApiErrors.UnsupportedMediaType("application/json"),
        422 => new ApiError(422, "validation_error", "The request is invalid."),
        503 => ApiErrors.Unavailable(),
        >= 400 and < 500 => new ApiError(status, "invalid_request", "The request could not be read."),
        _ => ApiErrors.ServerError(),
    };

    private static bool IsPage(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PageMetadata>() is not null ||
        context.Request.Path.StartsWithSegments("/dashboard", StringComparison.OrdinalIgnoreCase) ||
        context.Request.Path.StartsWithSegments("/admin", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Marks an endpoint as a page for people: its errors are not JSON.</summary>
public sealed class PageMetadata;
