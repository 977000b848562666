struct MeasuredSpeed: Sendable { var prefill: Double; var decode: Double }
