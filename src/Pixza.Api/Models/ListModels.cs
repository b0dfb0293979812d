using System.Security.Cryptography;
using System.Text.Json;
using Pixza.Api.Errors;
using Pixza.Api.Requests;
using Pixza.Api.V1;
using Pixza.Core.Accounts;
using Pixza.Core.Models;
using Pixza.Core.Providers;

namespace Pixza.Api.Models;

/// <summary>GET /api/v1/models: bytes made beforehand, with an entity tag. Whether a model is available is looked at anew every few seconds.</summary>
public sealed class ListModels(ModelCatalogue catalogue, ProviderRoutes routes, TimeProvider clock) : IV1Endpoint
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private Made? made;

    public Task HandleAsync(HttpContext context, Caller caller)
    {
        if (QueryReader.RefuseAny(context.Request) is { } unknown)
            return ApiErrorWriter.WriteAsync(context, unknown);

        var current = Current();
        var response = context.Response;
        response.Headers.ETag = current.ETag;
        response.Headers.CacheControl = "private, max-age=60";
        if (EntityTags.Matches(context.Request.Headers.IfNoneMatch, current.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = "application/json";
        return JsonAnswer.SendAsync(response, current.Body);
    }

    private Made Current()
    {
        var now = clock.GetTimestamp();
        if (Volatile.Read(ref made) is { } current && clock.GetElapsedTime(current.At, now) < s_fresh)
            return current;

        var body = JsonAnswer.Bytes(this, static (json, self) => self.Write(json));
        current = new Made(body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"", now);
        Volatile.Write(ref made, current);
        return current;
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (var model in catalogue.Models)
            Write(json, model);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, Model model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Id);
        json.WriteString("type", model.Type);
        json.WriteNumber("credits", model.Credits);
        json.WriteString("description", model.Description);
        json.WriteNumber("default_steps", model.DefaultSteps);
        json.WriteNumber("max_steps", model.MaxSteps);
        json.WriteBoolean("accepts_input_image", model.AcceptsInputImage);
        json.WriteBoolean("requires_input_image", model.RequiresInputImage);
        json.WriteStartArray("edits");
        foreach (var edit in model.Edits)
            json.WriteStringValue(edit);
        json.WriteEndArray();
        json.WriteStartObject("sizes");
        json.WriteNumber("min", model.MinSide);
        json.WriteNumber("max", model.MaxSide);
        json.WriteNumber("max_pixels", model.MaxPixels);
        json.WriteEndObject();
        if (model.MaxDurationSeconds is { } longest)
        {
            json.WriteNumber("default_duration_seconds", model.DefaultDurationSeconds ?? longest);
            json.WriteNumber("max_duration_seconds", longest);
        }

        json.WriteBoolean("available", routes.For(model, liveMode: true).Count > 0);
        json.WriteString("deprecates_at", model.DeprecatesAt is { } at ? Times.Text(at) : null);
        json.WriteString("replaced_by", model.ReplacedBy);
        json.WriteEndObject();
    }

    private sealed record Made(byte[] Body, string ETag, long At);
}
