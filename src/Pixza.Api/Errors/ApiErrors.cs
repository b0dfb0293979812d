using Pixza.Core.Generations;

namespace Pixza.Api.Errors;

/// <summary>Every refusal of the API, one method each.</summary>
public static class ApiErrors
{
    public const int BusyRetrySeconds = 1;

    // 400
    public static ApiError InvalidJson(string detail) =>
        new(400, "invalid_request", $"The body is not valid JSON: {detail}") { Reason = "invalid_json" };

    public static ApiError InvalidHeader(string header, string detail) =>
        new(400, "invalid_request", $"The header {header} {detail}") { Reason = "invalid_header", Param = header };

    public static ApiError InvalidCursor() =>
        new(400, "invalid_request", "The cursor is not one of this list: pass next_cursor as it was answered, with the same filters.") { Reason = "invalid_cursor", Param = "cursor" };

    public static ApiError InvalidRequest(string message) => new(400, "invalid_request", message);

    public static ApiError KeyInQuery(string parameter) =>
        new(400, "invalid_request", $"An API key must not be sent in the address (\"{parameter}\"); send it in the header Authorization: Bearer, and revoke this one.") { Reason = "key_in_query", Param = parameter };

    // 401
    public static ApiError MissingKey() =>
        new(401, "unauthorized", "Missing API key: send the header Authorization: Bearer pk_live_….") { Reason = "missing_key" };

    public static ApiError InvalidKey() => new(401, "unauthorized", "Invalid API key.") { Reason = "invalid_key" };

    public static ApiError ExpiredKey() => new(401, "unauthorized", "This API key has expired.") { Reason = "expired_key" };

    public static ApiError RevokedKey() => new(401, "unauthorized", "This API key was revoked.") { Reason = "revoked_key" };

    // 402: the reference's sentence, word for word
    public static ApiError InsufficientCredits(long required, long remaining, string reason, string? topUpUrl) =>
        new(402, "insufficient_credits", $"Your account has {remaining} credits remaining. Upgrade your plan to continue.")
        {
            Reason = reason,
            CreditsRequired = required,
            CreditsRemaining = remaining,
            TopUpUrl = topUpUrl,
        };

    // 403
    public static ApiError InsufficientScope(string scope) =>
        new(403, "forbidden", $"This API key lacks the scope \"{scope}\".") { Reason = "insufficient_scope", RequiredScope = scope };

    public static ApiError AccountSuspended() =>
        new(403, "forbidden", "This account is suspended. Write to support to have it looked at.") { Reason = "account_suspended" };

    public static ApiError ModelNotAllowed(string model) =>
        new(403, "forbidden", $"This API key may not use the model \"{model}\".") { Reason = "model_not_allowed", Param = "model" };

    // 404, 405
    public static ApiError NotFound() => new(404, "not_found", "There is nothing at this address.");

    public static ApiError GenerationNotFound(string id) => new(404, "not_found", $"There is no generation \"{id}\".") { Param = "id" };

    public static ApiError FileNotFound(string id) => new(404, "not_found", $"There is no file \"{id}\".") { Param = "id" };

    public static ApiError MethodNotAllowed(string method, string? allowed) =>
        new(405, "method_not_allowed", allowed is null
            ? $"{method} is not allowed here."
            : $"{method} is not allowed here; allowed: {allowed}.");

    // 409
    public static ApiError AlreadyFinished(string id, string status) =>
        new(409, "conflict", $"The generation \"{id}\" is already {status}.") { Reason = "already_finished" };

    public static ApiError StillRunning(string id) =>
        new(409, "conflict", $"The generation \"{id}\" is still running; cancel it or wait for its end before deleting it.") { Reason = "still_running" };

    public static ApiError ReplayedDeleted() =>
        new(409, "conflict", "What this Idempotency-Key made has been deleted since; use a new key for a new run.") { Reason = "idempotency_key_deleted" };

    // 413, 415, 416
    public static ApiError BodyTooLarge(long maxBytes) =>
        new(413, "body_too_large", $"The body is larger than {maxBytes} bytes.") { MaxBytes = maxBytes };

    public static ApiError UnsupportedMediaType(string expected) =>
        new(415, "unsupported_media_type", $"Send the body as {expected}.");

    public static ApiError RangeNotSatisfiable(long bytes) =>
        new(416, "invalid_request", $"The range lies outside the file of {bytes} bytes.") { Reason = "invalid_range", Param = "Range" };

    // 422
    public static ApiError Invalid(IReadOnlyList<ParameterError> details, string? reason = null) =>
        new(422, "validation_error", details.Count == 1 ? details[0].Message : $"{details.Count} parameters are invalid: {string.Join(' ', details.Select(detail => detail.Message))}")
        {
            Reason = reason,
            Details = details,
        };

    public static ApiError Invalid(string param, string code, string message, string? reason = null) =>
        Invalid([new ParameterError(param, code, message)], reason);

    public static ApiError IdempotencyKeyReused() =>
        Invalid("Idempotency-Key", "not_allowed", "This Idempotency-Key was used before for a different request.", "idempotency_key_reused");

    public static ApiError ContentRejected(string message) => new(422, "content_rejected", message);

    // 429
    public static ApiError RateLimited(long limit, int windowSeconds, int retryAfter) =>
        new(429, "rate_limited", $"Too many requests: {limit} per {windowSeconds} seconds are allowed. Try again in {retryAfter} s.")
        {
            Reason = "requests",
            RetryAfter = retryAfter,
        };

    public static ApiError ForcedRateLimit(int retryAfter) =>
        new(429, "rate_limited", $"Too many requests — slow down. Try again in {retryAfter} s.") { Reason = "requests", RetryAfter = retryAfter };

    // 5xx
    public static ApiError ServerError() =>
        new(500, "server_error", "Something went wrong on our end. Try again; if it stays, write to support with the request_id.");

    public static ApiError ModelUnavailable(string model) =>
        new(503, "model_unavailable", $"The model \"{model}\" cannot be served at the moment. Nothing was charged.") { RetryAfter = 60 };

    public static ApiError Busy() =>
        new(503, "unavailable", "The service is busy. Nothing was charged; try again in a moment.") { Reason = "busy", RetryAfter = BusyRetrySeconds };

    public static ApiError OutcomeUnknown(string generationId) =>
        new(503, "unavailable", "The service went away while it accepted this. If it was accepted, it runs and is found by generation_id; if there is no such generation, nothing was charged. A request with an Idempotency-Key can simply be repeated.")
        {
            Reason = "outcome_unknown",
            GenerationId = generationId,
            RetryAfter = 5,
        };

    public static ApiError Unavailable() =>
        new(503, "unavailable", "The service is temporarily unavailable. Nothing was charged; try again in a moment.") { RetryAfter = 5 };
}
